import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import type { Server } from '../servers/server-queries.ts';
import { runTrial, type TrialCall, type TrialProgress } from './trial-request.ts';

/** One call at a time; leaving the page ends it. */
export function useTrial(server: Server) {
  const queryClient = useQueryClient();
  const underWay = useRef<AbortController | null>(null);
  const [progress, setProgress] = useState<TrialProgress | null>(null);
  useEffect(() => () => underWay.current?.abort(), []);
  const run = useMutation({
    mutationFn: (call: TrialCall) => {
      const controller = new AbortController();
      underWay.current = controller;
      setProgress(null);
      return runTrial(server, call, { signal: controller.signal, onProgress: setProgress });
    },
    onSettled: async () => {
      await queryClient.invalidateQueries({ queryKey: ['log'] });
      await queryClient.invalidateQueries({ queryKey: ['usage'] });
    },
  });
  return { run, progress, cancel: () => underWay.current?.abort() };
}
