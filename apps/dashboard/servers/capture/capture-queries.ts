import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import { answer, api, type Schemas } from '../../api/client.ts';
import { doneNote, failedNote } from '../../states/done-note.ts';
import { type Server, serverPath } from '../server-queries.ts';

export type Capture = Schemas['CaptureView'];
export type Message = Capture['messages'][number];

/** While messages are recorded they are read again this often. */
const READ_EVERY_MS = 3_000;

const captureKey = ({ id }: Server) => ['servers', 'capture', id] as const;
const CAPTURE = '/integrated-account/{account_id}/mcp/{mcp_id}/capture';

export const captureQuery = (server: Server) =>
  queryOptions({
    queryKey: captureKey(server),
    queryFn: () => answer(api.GET(CAPTURE, { params: { path: serverPath(server) } })),
    refetchInterval: ({ state }) => (state.data?.state === 'on' ? READ_EVERY_MS : false),
  });

/** Starts or prolongs the capture of a server for so many minutes. */
export function useStartCapture(server: Server) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: (minutes: number) =>
      answer(api.POST(CAPTURE, { params: { path: serverPath(server) }, body: { minutes } })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: captureKey(server) }),
    onError: failedNote,
  });
}

export function useEndCapture(server: Server) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () => answer(api.DELETE(CAPTURE, { params: { path: serverPath(server) } })),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: captureKey(server) });
      doneNote('The capture is ended, and its messages are removed.');
    },
    onError: failedNote,
  });
}
