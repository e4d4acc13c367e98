// A real SMTP server for the tests: node smtp-server.cjs FOLDER. Takes letters on a free port of this machine, writes each as a file N-RECIPIENT.eml into
// the folder, and says on its first line where it listens. How it treats a letter says the recipient's name; a number is for how many attempts:
//   refused@  550 for good              toobig@   552 when it has read all of it
//   later-2@  451 twice, then taken     hang-1@   no answer once            close-1@  hangs up once
//   lost-1@   taken, but it hangs up once before it says so
const fs = require('node:fs');
const path = require('node:path');
const { SMTPServer } = require('smtp-server');

const folder = process.argv[2];
const attempts = new Map();
let count = 0;

const error = (code, text) => Object.assign(new Error(text), { responseCode: code });

// Whether this attempt is one of the first so many that go wrong.
function goesWrong(address, way) {
  const [, name, times] = /^([a-z]+)-(\d+)@/.exec(address) ?? [];
  if (name !== way) return false;
  attempts.set(address, (attempts.get(address) ?? 0) + 1);
  return attempts.get(address) <= Number(times);
}

const server = new SMTPServer({
  authOptional: true,
  allowInsecureAuth: true,
  disableReverseLookup: true,
  logger: false,
  onAuth: ({ username, password }, session, done) => done(username === 'store' && password === 'secret' ? null : error(535, 'Wrong password'), { user: username }),
  onRcptTo({ address }, session, done) {
    if (address.startsWith('refused@')) return done(error(550, 'No such user here'));
    if (goesWrong(address, 'later')) return done(error(451, 'Try again later'));
    if (goesWrong(address, 'hang')) return; // for ever
    if (goesWrong(address, 'close')) return hangUp(session);
    done();
  },
  onData(stream, session, done) {
    const parts = [];
    stream.on('data', (part) => parts.push(part));
    stream.on('end', () => {
      const to = session.envelope.rcptTo[0].address;
      if (to.startsWith('toobig@')) return done(error(552, 'Message too big'));
      const name = `${++count}-${to}.eml`;
      fs.writeFileSync(path.join(folder, `.${name}`), Buffer.concat(parts));
      fs.renameSync(path.join(folder, `.${name}`), path.join(folder, name));
      if (goesWrong(to, 'lost')) return hangUp(session);
      done();
    });
  },
});

function hangUp(session) {
  for (const connection of server.connections) if (connection.session === session || connection.id === session.id) connection._socket.destroy();
}

server.on('error', () => {}); // clients that hang up
server.listen(0, '127.0.0.1', () => console.log(`127.0.0.1:${server.server.address().port}`));
