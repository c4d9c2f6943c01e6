// Runs before anything is installed or built, on whatever Node there is: a syntax error would hide what it has to say.
// So nothing here is newer than Node 8.
// biome-ignore lint/style/useNodejsImportProtocol: Node 8 does not know it
const fs = require('fs');
// biome-ignore lint/style/useNodejsImportProtocol: Node 8 does not know it
const path = require('path');

const root = path.join(__dirname, '..', '..');
const isInstalling = process.argv[2] === 'install';

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

const needed = JSON.parse(fs.readFileSync(path.join(root, 'package.json'), 'utf8')).engines.node.replace('>=', '');
const toNumbers = (version) => version.split('.').map(Number);
const [major, minor] = toNumbers(process.versions.node);
const [majorMin, minorMin] = toNumbers(needed);

if (major < majorMin || (major === majorMin && minor < minorMin))
  refuse(
    `looker-mcp-gateway needs Node ${needed} or later, and this is Node ${process.versions.node} (${process.execPath}).`,
  );

try {
  fs.accessSync(root, fs.constants.W_OK);
} catch (error) {
  refuse(
    `This user may not write to ${root} (${error.code}), where the build goes: work as the owner of that folder, or on a ` +
      'copy of your own. What is built already starts with: GATEWAY_DATA_DIR=<a folder of yours> node dist/main.js',
  );
}

if (!isInstalling && !fs.existsSync(path.join(root, 'node_modules', 'wireit')))
  refuse('The dependencies are not installed: run npm ci first.');

if (!isInstalling) process.stdout.write('Building (about a minute the first time)\n');
