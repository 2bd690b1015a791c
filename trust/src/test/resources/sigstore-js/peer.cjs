// Signs and verifies with the packages of sigstore for Node.js. One argument: a file of JSON that
// says what to do. Whatever fails ends with a message and exit code 1.
'use strict';
const crypto = require('crypto');
const fs = require('fs');
const { bundleFromJSON, bundleToJSON } = require('@sigstore/bundle');
const { TrustedRoot } = require('@sigstore/protobuf-specs');
const {
  DSSEBundleBuilder,
  FulcioSigner,
  MessageSignatureBundleBuilder,
  RekorWitness,
} = require('@sigstore/sign');
const { toSignedEntity, toTrustMaterial, Verifier } = require('@sigstore/verify');

const json = (file) => JSON.parse(fs.readFileSync(file, 'utf8'));

function verify(wanted) {
  const known = (hint) => ({
    publicKey: crypto.createPublicKey(wanted.key),
    validFor: () => true,
  });
  const material = toTrustMaterial(TrustedRoot.fromJSON(json(wanted.root)), known);
  const bundle = bundleFromJSON(json(wanted.bundle));
  const entity = toSignedEntity(bundle, fs.readFileSync(wanted.file));
  const logged = bundle.verificationMaterial.tlogEntries.length > 0 ? 1 : 0;
  const thresholds = wanted.key ? { tlogThreshold: logged, timestampThreshold: logged } : {};
  const policy = wanted.key
    ? undefined
    : { subjectAlternativeName: wanted.who, extensions: { issuer: wanted.issuer } };
  new Verifier(material, thresholds).verify(entity, policy);
}

class KeySigner {
  constructor(pem) {
    this.key = crypto.createPrivateKey(pem);
  }

  async sign(data) {
    const publicKey = crypto
      .createPublicKey(this.key)
      .export({ type: 'spki', format: 'pem' })
      .toString();
    const signature = crypto.sign('sha256', data, this.key);
    return { signature, key: { $case: 'publicKey', publicKey, hint: 'key' } };
  }
}

async function sign(wanted) {
  const signer = wanted.privateKey
    ? new KeySigner(wanted.privateKey)
    : new FulcioSigner({
        fulcioBaseURL: wanted.url,
        identityProvider: { getToken: async () => wanted.token },
      });
  const witnesses = wanted.log
    ? [new RekorWitness({ rekorBaseURL: wanted.url, majorApiVersion: wanted.log })]
    : [];
  const builder = wanted.type
    ? new DSSEBundleBuilder({ signer, witnesses })
    : new MessageSignatureBundleBuilder({ signer, witnesses });
  const data = fs.readFileSync(wanted.file);
  const bundle = await builder.create({ data, type: wanted.type });
  fs.writeFileSync(wanted.bundle, JSON.stringify(bundleToJSON(bundle)));
}

const wanted = json(process.argv[2]);
Promise.resolve()
  .then(() => (wanted.sign ? sign(wanted) : verify(wanted)))
  .catch((e) => {
    console.error(String(e), e.cause ? String(e.cause) : '');
    process.exit(1);
  });
