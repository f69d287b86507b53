// ECDiffieHellmanCng: agreement and every derivation. OpenSSL made the keys and knows the secret.

using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Topics
{
    public static class Ecdh
    {
        public const string What = "ECDiffieHellmanCng: NIST's and other curves, derivations Hash, Hmac and Tls, against OpenSSL's secrets";

        static readonly CngAlgorithm[] hashes = { CngAlgorithm.MD5, CngAlgorithm.Sha1, CngAlgorithm.Sha256, CngAlgorithm.Sha384,
            CngAlgorithm.Sha512 };

        static readonly byte[] before = { 1, 2, 3, 4 }, after = { 5, 6, 7 }, key = Encoding.ASCII.GetBytes("a key for the HMAC");

        public static void Run()
        {
            foreach (string curve in new[] { "P-256", "P-384", "P-521" })
            {
                foreach (CngAlgorithm hash in hashes)
                {
                    Check.Row(curve + " " + hash + ": Hash", () => Hash(curve, hash));
                    Check.Row(curve + " " + hash + ": Hmac", () => Hmac(curve, hash));
                }
                Check.Row(curve + ": Tls", () => Tls(curve));
                Check.Row(curve + ": the methods DeriveKeyFrom...", () => Methods(curve));
                Check.Row(curve + ": secret agreement handles", () => Handles(curve));
                Check.Row(curve + ": stored keys agree", () => Stored(curve));
                Check.Row(curve + ": public keys as bytes", () => PublicBytes(curve));
            }
            foreach (string curve in new[] { "brainpoolP256r1", "secp256k1" })
                Check.Row(curve + ": against OpenSSL's secret", () => Methods(curve));
            foreach (string curve in new[] { "brainpoolP320t1", "brainpoolP512r1", "secP224k1", "curve25519" })
                Check.Row(curve + ": two new keys agree", () => Fresh(curve));
            Check.Row("explicit parameters", Explicit);
            Check.Row("another curve's key", OtherCurve);
            Check.Row("parameters out and in", Parameters);
            Check.Row("sizes", Sizes);
            Check.Row("defaults", Defaults);
            Check.Row("wrong Tls seeds", TlsSeeds);
            Check.Row("a public key alone does not agree", PublicAlone);
        }

        static ECDiffieHellmanCng Given(string name)
        {
            return new ECDiffieHellmanCng(ForAgreement(Oracle.Key(name)));
        }

        // PKCS#8 does not tell what a key is for; Windows takes it for signatures. A blob's magic tells it:
        // ECS2 and ECK2 and their like for NIST's curves, ECDV and ECKV for explicit parameters.
        static CngKey ForAgreement(CngKey imported)
        {
            if (imported.AlgorithmGroup == CngAlgorithmGroup.ECDiffieHellman)
                return imported;
            using (imported)
            {
                bool nist = imported.Algorithm != CngAlgorithm.ECDsa;
                CngKeyBlobFormat format = nist ? CngKeyBlobFormat.EccPrivateBlob : CngKeyBlobFormat.EccFullPrivateBlob;
                byte[] blob = imported.Export(format);
                blob[2] = (byte)'K';
                return Keys.Exportable(CngKey.Import(blob, format));
            }
        }

        // OpenSSL's two keys and what they agree on
        static void Agreed(string curve, Action<ECDiffieHellmanCng, ECDiffieHellmanPublicKey, byte[]> body)
        {
            byte[] secret = Oracle.Given(curve + ".z");
            using (ECDiffieHellmanCng one = Given(curve), other = Given(curve + ".other"))
            {
                body(one, other.PublicKey, secret);
                body(other, one.PublicKey, secret);
            }
        }

        static HashAlgorithmName NameOf(CngAlgorithm hash)
        {
            return new HashAlgorithmName(hash.Algorithm);
        }

        // --- derivations ----------------------------------------------------------------------------

        static void Hash(string curve, CngAlgorithm hash)
        {
            Agreed(curve, (mine, theirs, secret) =>
            {
                mine.KeyDerivationFunction = ECDiffieHellmanKeyDerivationFunction.Hash;
                mine.HashAlgorithm = hash;
                Check.Bytes(Hashes.Of(NameOf(hash), secret), mine.DeriveKeyMaterial(theirs), "alone");
                mine.SecretPrepend = before;
                Check.Bytes(Hashes.Of(NameOf(hash), Bits.Join(before, secret)), mine.DeriveKeyMaterial(theirs), "prepend");
                mine.SecretAppend = after;
                Check.Bytes(Hashes.Of(NameOf(hash), Bits.Join(before, secret, after)), mine.DeriveKeyMaterial(theirs), "both");
                mine.SecretPrepend = null;
                Check.Bytes(Hashes.Of(NameOf(hash), Bits.Join(secret, after)), mine.DeriveKeyMaterial(theirs), "append");
                mine.SecretPrepend = new byte[0];
                mine.SecretAppend = new byte[0];
                Check.Bytes(Hashes.Of(NameOf(hash), secret), mine.DeriveKeyMaterial(theirs), "empty ones");
            });
        }

        static void Hmac(string curve, CngAlgorithm hash)
        {
            Agreed(curve, (mine, theirs, secret) =>
            {
                mine.KeyDerivationFunction = ECDiffieHellmanKeyDerivationFunction.Hmac;
                mine.HashAlgorithm = hash;
                mine.HmacKey = key;
                Check.True(!mine.UseSecretAgreementAsHmacKey);
                Check.Bytes(Hashes.Hmac(NameOf(hash), key, secret), mine.DeriveKeyMaterial(theirs), "alone");
                mine.SecretPrepend = before;
                mine.SecretAppend = after;
                Check.Bytes(Hashes.Hmac(NameOf(hash), key, Bits.Join(before, secret, after)), mine.DeriveKeyMaterial(theirs), "both");
                mine.HmacKey = null;
                Check.True(mine.UseSecretAgreementAsHmacKey);
                Check.Bytes(Hashes.Hmac(NameOf(hash), secret, Bits.Join(before, secret, after)), mine.DeriveKeyMaterial(theirs),
                            "the secret is the key");
            });
        }

        // RFC 4346, section 5: the secret's halves (overlapping by a byte if it is odd) in P_MD5 and P_SHA1
        static byte[] TlsPrf(byte[] secret, byte[] label, byte[] seed)
        {
            int half = (secret.Length + 1) / 2;
            byte[] md5 = Expand(HashAlgorithmName.MD5, secret.Take(half).ToArray(), Bits.Join(label, seed));
            byte[] sha1 = Expand(HashAlgorithmName.SHA1, secret.Skip(secret.Length - half).ToArray(), Bits.Join(label, seed));
            return Enumerable.Range(0, 48).Select(i => (byte)(md5[i] ^ sha1[i])).ToArray();
        }

        static byte[] Expand(HashAlgorithmName hash, byte[] secret, byte[] seed)
        {
            byte[] a = seed, output = new byte[0];
            while (output.Length < 48)
            {
                a = Hashes.Hmac(hash, secret, a);
                output = Bits.Join(output, Hashes.Hmac(hash, secret, Bits.Join(a, seed)));
            }
            return output;
        }

        static readonly byte[] label = Encoding.ASCII.GetBytes("master secret");
        static readonly byte[] seed = Enumerable.Range(100, 64).Select(i => (byte)i).ToArray();

        static void Tls(string curve)
        {
            Agreed(curve, (mine, theirs, secret) =>
            {
                mine.KeyDerivationFunction = ECDiffieHellmanKeyDerivationFunction.Tls;
                mine.Label = label;
                mine.Seed = seed;
                byte[] derived = mine.DeriveKeyMaterial(theirs);
                Check.Bytes(TlsPrf(secret, label, seed), derived);
                Check.Bytes(derived, mine.DeriveKeyTls(theirs, label, seed));
            });
        }

        static void TlsSeeds()
        {
            using (ECDiffieHellmanCng one = new ECDiffieHellmanCng(256), other = new ECDiffieHellmanCng(256))
            {
                foreach (int size in new[] { 0, 63, 65 })
                    Check.Refused(0, () => one.DeriveKeyTls(other.PublicKey, label, new byte[size]));
                Check.Same(48, one.DeriveKeyTls(other.PublicKey, label, new byte[64]).Length);
            }
        }

        static void Methods(string curve)
        {
            Agreed(curve, (mine, theirs, secret) =>
            {
                foreach (HashAlgorithmName hash in Hashes.All)
                {
                    Check.Bytes(Hashes.Of(hash, secret), mine.DeriveKeyFromHash(theirs, hash));
                    Check.Bytes(Hashes.Of(hash, Bits.Join(before, secret, after)), mine.DeriveKeyFromHash(theirs, hash, before, after));
                    Check.Bytes(Hashes.Hmac(hash, key, Bits.Join(before, secret, after)),
                                mine.DeriveKeyFromHmac(theirs, hash, key, before, after));
                    Check.Bytes(Hashes.Hmac(hash, secret, secret), mine.DeriveKeyFromHmac(theirs, hash, null));
                }
                Check.Bytes(TlsPrf(secret, label, seed), mine.DeriveKeyTls(theirs, label, seed));
            });
        }

        static void Defaults()
        {
            Agreed("P-256", (mine, theirs, secret) =>
            {
                Check.Same(ECDiffieHellmanKeyDerivationFunction.Hash, mine.KeyDerivationFunction);
                Check.Bytes(Hashes.Of(HashAlgorithmName.SHA256, secret), mine.DeriveKeyMaterial(theirs));
            });
        }

        // --- keys -----------------------------------------------------------------------------------

        static void Handles(string curve)
        {
            Agreed(curve, (mine, theirs, secret) =>
            {
                using (var handle = mine.DeriveSecretAgreementHandle(theirs))
                    Check.True(!handle.IsInvalid);
            });
        }

        static void Stored(string curve)
        {
            string name = Names.New();
            CngAlgorithm algorithm = new CngAlgorithm("ECDH_P" + curve.Substring(2));
            byte[] derived;
            using (ECDiffieHellmanCng other = Given(curve))
            {
                using (ECDiffieHellmanCng mine = new ECDiffieHellmanCng(CngKey.Create(algorithm, name)))
                {
                    derived = mine.DeriveKeyMaterial(other.PublicKey);
                    Check.Refused(NCrypt.NotSupported, () => mine.ExportParameters(true));
                }
                using (ECDiffieHellmanCng mine = new ECDiffieHellmanCng(CngKey.Open(name)))
                {
                    Check.Bytes(derived, mine.DeriveKeyMaterial(other.PublicKey), "opened");
                    Check.Bytes(derived, other.DeriveKeyMaterial(mine.PublicKey), "the other side");
                    mine.Key.Delete();
                }
            }
        }

        static void PublicBytes(string curve)
        {
            Agreed(curve, (mine, theirs, secret) =>
            {
                byte[] blob = theirs.ToByteArray();
                ECDiffieHellmanPublicKey copy = ECDiffieHellmanCngPublicKey.FromByteArray(blob, CngKeyBlobFormat.EccPublicBlob);
                Check.Bytes(mine.DeriveKeyMaterial(theirs), mine.DeriveKeyMaterial(copy));
                using (CngKey key = CngKey.Import(blob, CngKeyBlobFormat.EccPublicBlob))
                    Check.Bytes(mine.DeriveKeyMaterial(theirs), mine.DeriveKeyMaterial(key));
            });
        }

        static CngKey CreateNamed(string name)
        {
            CngKeyCreationParameters parameters = new CngKeyCreationParameters
                { ExportPolicy = CngExportPolicies.AllowPlaintextExport };
            parameters.Parameters.Add(new CngProperty("ECCCurveName", NCrypt.Text(name), CngPropertyOptions.None));
            return CngKey.Create(CngAlgorithm.ECDiffieHellman, null, parameters);
        }

        static void Fresh(string curve)
        {
            using (ECDiffieHellmanCng one = new ECDiffieHellmanCng(CreateNamed(curve)), other = new ECDiffieHellmanCng(CreateNamed(curve)))
                Check.Bytes(one.DeriveKeyMaterial(other.Key), other.DeriveKeyMaterial(one.Key));
        }

        static void Explicit()
        {
            using (ECDiffieHellmanCng given = Given("P-384"), peer = Given("P-384.other"), one = new ECDiffieHellmanCng(),
                   other = new ECDiffieHellmanCng())
            {
                one.ImportParameters(given.ExportExplicitParameters(true));
                other.ImportParameters(peer.ExportExplicitParameters(false));
                Check.Bytes(Hashes.Of(HashAlgorithmName.SHA256, Oracle.Given("P-384.z")), one.DeriveKeyMaterial(other.PublicKey));
                one.GenerateKey(given.ExportExplicitParameters(false).Curve);
                other.GenerateKey(given.ExportExplicitParameters(false).Curve);
                Check.Bytes(one.DeriveKeyMaterial(other.PublicKey), other.DeriveKeyMaterial(one.PublicKey));
            }
        }

        static void OtherCurve()
        {
            using (ECDiffieHellmanCng one = new ECDiffieHellmanCng(256), other = new ECDiffieHellmanCng(384))
            {
                try
                {
                    one.DeriveKeyMaterial(other.PublicKey);
                }
                catch (ArgumentException)
                {
                    return;
                }
            }
            throw new CheckFailed("not refused");
        }

        static void Parameters()
        {
            using (ECDiffieHellmanCng one = new ECDiffieHellmanCng(ECCurve.NamedCurves.nistP256), copy = new ECDiffieHellmanCng(),
                   other = new ECDiffieHellmanCng(ECCurve.NamedCurves.nistP256))
            {
                ECParameters parameters = one.ExportParameters(true);
                Check.True(parameters.Curve.IsNamed, "named");
                copy.ImportParameters(parameters);
                Check.Bytes(parameters.D, copy.ExportParameters(true).D, "D");
                Check.Bytes(one.DeriveKeyMaterial(other.PublicKey), copy.DeriveKeyMaterial(other.PublicKey));
            }
        }

        static void Sizes()
        {
            foreach (int size in new[] { 256, 384, 521 })
            {
                using (ECDiffieHellmanCng one = new ECDiffieHellmanCng(size))
                    Check.Same(size, one.KeySize);
            }
            Check.Refused(0, () => new ECDiffieHellmanCng(512));
        }

        static void PublicAlone()
        {
            using (ECDiffieHellmanCng one = new ECDiffieHellmanCng(256), part = new ECDiffieHellmanCng())
            {
                part.ImportParameters(one.ExportParameters(false));
                Check.Refused(0, () => part.DeriveKeyMaterial(one.PublicKey));
            }
        }
    }
}
