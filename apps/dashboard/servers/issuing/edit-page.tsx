import { useParams } from '@tanstack/react-router';
import { ServerTask } from '../server-task.tsx';
import { EditFormView } from './edit-form-view.tsx';

/** Where an issued server is changed; its URL stays. */
export function EditPage() {
  return (
    <ServerTask
      {...useParams({ from: '/signed-in/servers/$accountId/$serverId/edit' })}
      verb="Edit"
      lead="Change what its URL may do. The URL itself stays as it is."
      onlyAdmins="Admins can edit servers"
    >
      {(server) => <EditFormView server={server} />}
    </ServerTask>
  );
}
