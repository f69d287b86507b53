// ECDsaCng: NIST's curves, other named ones, explicit parameters.

using System;
using System.Linq;
using System.Security.Cryptography;

namespace Topics
{
    public static class Ecdsa
    {
        public const string What = "ECDsaCng: NIST's curves, Brainpool's, secp256k1, explicit parameters; OpenSSL judges";

        static readonly string[] nist = { "P-256", "P-384", "P-521" };
        static readonly string[] hashes = { "SHA1", "SHA256", "SHA384", "SHA512" };

        static readonly (string, string)[] others = {
            ("brainpoolP160r1", "1.3.36.3.3.2.8.1.1.1"), ("brainpoolP160t1", "1.3.36.3.3.2.8.1.1.2"),
            ("brainpoolP192r1", "1.3.36.3.3.2.8.1.1.3"), ("brainpoolP192t1", "1.3.36.3.3.2.8.1.1.4"),
            ("brainpoolP224r1", "1.3.36.3.3.2.8.1.1.5"), ("brainpoolP224t1", "1.3.36.3.3.2.8.1.1.6"),
            ("brainpoolP256r1", "1.3.36.3.3.2.8.1.1.7"), ("brainpoolP256t1", "1.3.36.3.3.2.8.1.1.8"),
            ("brainpoolP320r1", "1.3.36.3.3.2.8.1.1.9"), ("brainpoolP320t1", "1.3.36.3.3.2.8.1.1.10"),
            ("brainpoolP384r1", "1.3.36.3.3.2.8.1.1.11"), ("brainpoolP384t1", "1.3.36.3.3.2.8.1.1.12"),
            ("brainpoolP512r1", "1.3.36.3.3.2.8.1.1.13"), ("brainpoolP512t1", "1.3.36.3.3.2.8.1.1.14"),
            ("secP192k1", "1.3.132.0.31"), ("secP224k1", "1.3.132.0.32"), ("secP256k1", "1.3.132.0.10") };

        public static void Run()
        {
            foreach (string curve in nist)
            {
                foreach (string hash in hashes)
                {
                    Check.Row(curve + " " + hash + ": signatures", () => Signatures(curve, new HashAlgorithmName(hash)));
                    Check.Row(curve + " " + hash + ": OpenSSL's signatures", () => OpensslSigned(curve, hash));
                }
                Check.Row(curve + ": parameters out and in", () => Parameters(curve));
                Check.Row(curve + ": explicit parameters", () => Explicit(curve));
                Check.Row(curve + ": stored key", () => Stored(curve));
                Check.Row(curve + ": wrong signatures", () => Wrong(curve));
            }
            foreach (string curve in new[] { "brainpoolP256r1", "secp256k1" })
            {
                Check.Row(curve + ": OpenSSL's key", () => Signatures(curve, HashAlgorithmName.SHA256));
                Check.Row(curve + ": OpenSSL's signatures", () => OpensslSigned(curve, "SHA256"));
                Check.Row(curve + ": explicit parameters", () => Explicit(curve));
            }
            foreach ((string name, string oid) in others)
            {
                Check.Row(name + ": a named curve", () => Named(name, oid));
                Check.Row(name + ": stored", () => StoredNamed(name, oid));
            }
            Check.Row("sizes", Sizes);
            Check.Row("changing the size makes a new key", NewSize);
            Check.Row("an unknown curve", UnknownCurve);
            Check.Row("points off the curve, and other bad parameters", BadParameters);
            Check.Row("keys of many signatures, and hashes of every length", HashLengths);
            Check.Row("an agreement's key signs too", AgreementKey);
            Check.Row("a private number with leading zero bytes", LeadingZeros);
            Check.Row("XML of RFC 4050", Xml);
        }

        static ECDsaCng Given(string name)
        {
            return new ECDsaCng(ForSignatures(Oracle.Key(name)));
        }

        // PKCS#8 does not tell what a key is for; Windows takes it for agreement. The full blob is told.
        static CngKey ForSignatures(CngKey key)
        {
            if (key.AlgorithmGroup == CngAlgorithmGroup.ECDsa)
                return key;
            using (key)
            {
                byte[] blob = key.Export(CngKeyBlobFormat.EccFullPrivateBlob);
                System.Text.Encoding.ASCII.GetBytes("ECDV").CopyTo(blob, 0);
                return Keys.Exportable(CngKey.Import(blob, CngKeyBlobFormat.EccFullPrivateBlob));
            }
        }

        // --- signatures -----------------------------------------------------------------------------

        static void Signatures(string curve, HashAlgorithmName hash)
        {
            using (ECDsaCng ec = Given(curve))
            {
                byte[] signature = ec.SignData(Bits.Message, hash);
                Check.Same((ec.KeySize + 7) / 8 * 2, signature.Length, "length");
                Check.True(ec.VerifyData(Bits.Message, signature, hash), "verifies");
                Check.True(!ec.VerifyData(Bits.Damaged(Bits.Message, 3), signature, hash), "other data");
                Check.True(!ec.VerifyData(Bits.Message, Bits.Damaged(signature, 8), hash), "damaged");
                Judge("given-" + curve, hash.Name, signature, "given/" + curve + ".p8");
            }
        }

        static void Judge(string name, string hash, byte[] signature, string key)
        {
            string file = name + "." + hash + ".der";
            Oracle.Write(file, Bits.DerOfPair(signature));
            Oracle.Judge(name + " " + hash + ": openssl verifies", "openssl", "dgst", "-" + hash.ToLowerInvariant(),
                         key.EndsWith(".pem") ? "-verify" : "-prverify", key, "-signature", file, "given/message");
        }

        static void OpensslSigned(string curve, string hash)
        {
            using (ECDsaCng ec = Given(curve))
            {
                byte[] signature = Bits.PairOfDer(Oracle.Given(curve + "." + hash.ToLowerInvariant() + ".der"), (ec.KeySize + 7) / 8);
                HashAlgorithmName name = new HashAlgorithmName(hash);
                Check.True(ec.VerifyData(Bits.Message, signature, name));
                Check.True(!ec.VerifyData(Bits.Message, Bits.Damaged(signature, signature.Length - 1), name));
            }
        }

        static void Wrong(string curve)
        {
            using (ECDsaCng ec = Given(curve))
            {
                byte[] hash = Hashes.Of(HashAlgorithmName.SHA256, Bits.Message), good = ec.SignHash(hash);
                int half = good.Length / 2;
                byte[] zero = new byte[half];
                foreach (byte[] bad in new[] { new byte[0], good.Take(good.Length - 1).ToArray(), good.Concat(new byte[1]).ToArray(),
                         new byte[good.Length], Enumerable.Repeat((byte)255, good.Length).ToArray(),
                         Bits.Join(zero, good.Skip(half).ToArray()), Bits.Join(good.Take(half).ToArray(), zero) })
                    Check.True(!Verifies(ec, hash, bad));
            }
        }

        // a signature of a wrong size may be refused instead of found wrong
        static bool Verifies(ECDsaCng ec, byte[] hash, byte[] signature)
        {
            try
            {
                return ec.VerifyHash(hash, signature);
            }
            catch (CryptographicException)
            {
                return false;
            }
        }

        static void HashLengths()
        {
            using (ECDsaCng ec = new ECDsaCng(256))
            {
                for (int length = 1; length <= 80; length++)
                {
                    byte[] hash = Enumerable.Range(1, length).Select(i => (byte)i).ToArray();
                    byte[] signature = ec.SignHash(hash);
                    Check.True(ec.VerifyHash(hash, signature), "length " + length);
                    // the bytes beyond the curve's size do not count
                    if (length > 32)
                        Check.True(ec.VerifyHash(hash.Take(32).ToArray(), signature), "cut " + length);
                }
            }
        }

        // --- parameters -----------------------------------------------------------------------------

        static void SamePoint(ECParameters one, ECParameters other, bool secret)
        {
            Check.Bytes(one.Q.X, other.Q.X, "X");
            Check.Bytes(one.Q.Y, other.Q.Y, "Y");
            if (secret)
                Check.Bytes(one.D, other.D, "D");
            else
                Check.True(other.D == null, "no D");
        }

        static void Parameters(string curve)
        {
            using (ECDsaCng ec = Given(curve), copy = new ECDsaCng(), part = new ECDsaCng())
            {
                ECParameters key = ec.ExportExplicitParameters(true);
                ECCurve named = curve == "P-256" ? ECCurve.NamedCurves.nistP256 : curve == "P-384" ? ECCurve.NamedCurves.nistP384
                    : ECCurve.NamedCurves.nistP521;
                copy.ImportParameters(new ECParameters { Curve = named, Q = key.Q, D = key.D });
                SamePoint(key, copy.ExportParameters(true), true);
                Check.True(copy.ExportParameters(true).Curve.IsNamed, "the curve is named");
                part.ImportParameters(copy.ExportParameters(false));
                SamePoint(key, part.ExportParameters(false), false);
                Check.Refused(0, () => part.ExportParameters(true));
                Check.Refused(0, () => part.SignData(Bits.Message, HashAlgorithmName.SHA256));
                Check.True(part.VerifyData(Bits.Message, copy.SignData(Bits.Message, HashAlgorithmName.SHA256),
                                           HashAlgorithmName.SHA256));
                Check.Same(ec.KeySize, part.KeySize, "KeySize");
            }
        }

        static void Explicit(string curve)
        {
            using (ECDsaCng ec = Given(curve), copy = new ECDsaCng())
            {
                ECParameters key = ec.ExportExplicitParameters(true);
                Check.True(key.Curve.IsPrime && key.Curve.Cofactor[0] == 1, "a prime curve");
                key.Curve.Validate();
                copy.ImportParameters(key);
                SamePoint(key, copy.ExportExplicitParameters(true), true);
                Check.Bytes(key.Curve.Prime, copy.ExportExplicitParameters(false).Curve.Prime, "Prime");
                Check.Bytes(key.Curve.G.X, copy.ExportExplicitParameters(false).Curve.G.X, "G");
                byte[] signature = copy.SignData(Bits.Message, HashAlgorithmName.SHA384);
                Check.True(ec.VerifyData(Bits.Message, signature, HashAlgorithmName.SHA384), "the named key verifies");
                Judge(curve + "-explicit", "SHA384", signature, "given/" + curve + ".p8");
                using (ECDsaCng fresh = new ECDsaCng())
                {
                    fresh.GenerateKey(key.Curve);
                    Check.True(fresh.VerifyData(Bits.Message, fresh.SignData(Bits.Message, HashAlgorithmName.SHA256),
                                                HashAlgorithmName.SHA256), "a new key on it");
                    Check.True(!fresh.ExportExplicitParameters(false).Q.X.SequenceEqual(key.Q.X), "another one");
                }
            }
        }

        static void Named(string name, string oid)
        {
            ECCurve curve = ECCurve.CreateFromOid(new Oid(oid, name));
            using (ECDsaCng ec = new ECDsaCng(curve), copy = new ECDsaCng())
            {
                byte[] signature = ec.SignData(Bits.Message, HashAlgorithmName.SHA256);
                Check.True(ec.VerifyData(Bits.Message, signature, HashAlgorithmName.SHA256));
                ECParameters key = ec.ExportParameters(true);
                Check.True(key.Curve.IsNamed, "the curve is named");
                Check.Same(name, key.Curve.Oid.FriendlyName);
                copy.ImportParameters(key);
                Check.True(copy.VerifyData(Bits.Message, signature, HashAlgorithmName.SHA256), "the copy verifies");
                SamePoint(key, copy.ExportParameters(true), true);
                Oracle.PublicKeyOf(ec.Key, name);
                Judge(name, "SHA256", signature, name + ".pem");
            }
        }

        static CngKey CreateNamed(string stored, string name)
        {
            CngKeyCreationParameters parameters = new CngKeyCreationParameters
                { ExportPolicy = CngExportPolicies.AllowPlaintextExport };
            parameters.Parameters.Add(new CngProperty("ECCCurveName", NCrypt.Text(name), CngPropertyOptions.None));
            return CngKey.Create(CngAlgorithm.ECDsa, stored, parameters);
        }

        static void StoredNamed(string name, string oid)
        {
            string stored = Names.New();
            byte[] signature;
            using (ECDsaCng ec = new ECDsaCng(CreateNamed(stored, name)))
                signature = ec.SignData(Bits.Message, HashAlgorithmName.SHA512);
            using (ECDsaCng ec = new ECDsaCng(CngKey.Open(stored)))
            {
                Check.True(ec.VerifyData(Bits.Message, signature, HashAlgorithmName.SHA512));
                Check.Same(name, System.Text.Encoding.Unicode.GetString(ec.Key.GetProperty("ECCCurveName", CngPropertyOptions.None)
                    .GetValue()).TrimEnd('\0'));
                Check.Same("ECDSA", ec.Key.Algorithm.Algorithm);
                ec.Key.Delete();
            }
        }

        static void Stored(string curve)
        {
            string name = Names.New();
            byte[] signature;
            CngAlgorithm algorithm = new CngAlgorithm("ECDSA_P" + curve.Substring(2));
            using (ECDsaCng ec = new ECDsaCng(CngKey.Create(algorithm, name)))
            {
                signature = ec.SignData(Bits.Message, HashAlgorithmName.SHA256);
                Check.Refused(NCrypt.NotSupported, () => ec.ExportParameters(true));
            }
            using (ECDsaCng ec = new ECDsaCng(CngKey.Open(name)))
            {
                Check.True(ec.VerifyData(Bits.Message, signature, HashAlgorithmName.SHA256));
                Check.Same(int.Parse(curve.Substring(2)), ec.KeySize);
                ec.Key.Delete();
            }
        }

        static void Sizes()
        {
            foreach (int size in new[] { 256, 384, 521 })
            {
                using (ECDsaCng ec = new ECDsaCng(size))
                {
                    Check.Same(size, ec.KeySize);
                    Check.Same((size + 7) / 8 * 2, ec.SignHash(new byte[20]).Length);
                }
            }
            Check.Refused(0, () => new ECDsaCng(255));
        }

        static void NewSize()
        {
            using (ECDsaCng ec = new ECDsaCng(256))
            {
                byte[] old = ec.ExportParameters(false).Q.X;
                ec.KeySize = 521;
                Check.Same(66, ec.ExportParameters(false).Q.X.Length);
                ec.KeySize = 256;
                Check.True(!old.SequenceEqual(ec.ExportParameters(false).Q.X), "a new key");
            }
        }

        static void UnknownCurve()
        {
            try
            {
                using (ECDsaCng ec = new ECDsaCng(ECCurve.CreateFromOid(new Oid("1.2.3.4", "no such curve"))))
                    ec.SignHash(new byte[20]);
            }
            catch (PlatformNotSupportedException)
            {
                return;
            }
            throw new CheckFailed("not refused");
        }

        // .NET tells an invalid parameter of a named curve as a curve that the platform does not have
        static void NotTaken(ECDsaCng ec, ECCurve curve, byte[] x, byte[] y, byte[] d)
        {
            try
            {
                ec.ImportParameters(new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y }, D = d });
            }
            catch (Exception problem) when (problem is CryptographicException || problem is PlatformNotSupportedException)
            {
                return;
            }
            throw new CheckFailed("not refused");
        }

        static void BadParameters()
        {
            using (ECDsaCng ec = new ECDsaCng(256), other = new ECDsaCng())
            {
                ECParameters good = ec.ExportParameters(true), explicitly = ec.ExportExplicitParameters(true);
                byte[] zero = new byte[32], most = Enumerable.Repeat((byte)255, 32).ToArray();
                foreach (ECParameters key in new[] { good, explicitly })
                {
                    NotTaken(other, key.Curve, Bits.Damaged(key.Q.X, 31), key.Q.Y, null);
                    NotTaken(other, key.Curve, zero, zero, null);
                    NotTaken(other, key.Curve, key.Q.X, key.Q.Y.Take(31).ToArray(), null);
                    NotTaken(other, key.Curve, key.Q.X, key.Q.Y, zero);
                    NotTaken(other, key.Curve, key.Q.X, key.Q.Y, most);
                    NotTaken(other, key.Curve, key.Q.X, key.Q.Y, Bits.Damaged(key.D, 31));
                }
                explicitly.Curve.Prime = Bits.Damaged(explicitly.Curve.Prime, 31);
                NotTaken(other, explicitly.Curve, explicitly.Q.X, explicitly.Q.Y, null);
            }
        }

        static void AgreementKey()
        {
            using (ECDsaCng ec = new ECDsaCng(CngKey.Create(CngAlgorithm.ECDiffieHellmanP521)))
                Check.True(ec.VerifyHash(new byte[64], ec.SignHash(new byte[64])));
        }

        // keys until one begins with a zero byte (one of 256 does)
        static void LeadingZeros()
        {
            for (int i = 0; i < 4096; i++)
            {
                using (ECDsaCng ec = new ECDsaCng(256))
                {
                    ECParameters key = ec.ExportParameters(true);
                    Check.True(key.D.Length == 32 && key.Q.X.Length == 32 && key.Q.Y.Length == 32, "lengths");
                    if (key.D[0] != 0 && key.Q.X[0] != 0)
                        continue;
                    using (ECDsaCng copy = new ECDsaCng())
                    {
                        copy.ImportParameters(key);
                        SamePoint(key, copy.ExportParameters(true), true);
                        Check.True(ec.VerifyHash(new byte[32], copy.SignHash(new byte[32])));
                    }
                    return;
                }
            }
            throw new CheckFailed("none of 4096 keys begins with a zero byte");
        }

        static void Xml()
        {
            using (ECDsaCng ec = new ECDsaCng(384), copy = new ECDsaCng())
            {
                string xml;
                try
                {
                    xml = ec.ToXmlString(ECKeyXmlFormat.Rfc4050);
                }
                catch (PlatformNotSupportedException)
                {
                    return;             // later versions have it no longer
                }
                copy.FromXmlString(xml, ECKeyXmlFormat.Rfc4050);
                SamePoint(ec.ExportParameters(false), copy.ExportParameters(false), false);
            }
        }
    }
}
