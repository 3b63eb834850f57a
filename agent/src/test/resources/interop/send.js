// Sends Part 10 files with dcmjs-dimse. Arguments: host port calledAeTitle file...
// Prints one line a file: its status in hexadecimal.
const dcmjsDimse = require('dcmjs-dimse');
dcmjsDimse.log.level = 'error';
const [host, port, aet, ...files] = process.argv.slice(2);
async function main() {
await dcmjsDimse.Transcoding.initializeAsync();
const client = new dcmjsDimse.Client();
for (const file of files) {
  const request = new dcmjsDimse.requests.CStoreRequest(file);
  request.on('response', (response) => console.log('status ' + response.getStatus().toString(16)));
  client.addRequest(request);
}
client.on('networkError', (error) => {
  console.error(error.message);
  process.exitCode = 1;
});
client.send(host, Number(port), 'DCMJS', aet);
}
main().catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
