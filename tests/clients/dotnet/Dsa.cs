// DSACng: both generations of DSA.

using System;
using System.Linq;
using System.Security.Cryptography;

namespace Topics
{
    public static class Dsa
    {
        public const string What = "DSACng: 1024 and 2048 bits, parameters, stored keys; OpenSSL judges";

        public static void Run()
        {
            foreach ((string name, string hash) in new[] { ("dsa1024", "SHA1"), ("dsa2048", "SHA256") })
            {
                HashAlgorithmName algorithm = new HashAlgorithmName(hash);
                Check.Row(name + ": signatures", () => Signatures(name, algorithm));
                Check.Row(name + ": OpenSSL's signatures", () => OpensslSigned(name, algorithm));
                Check.Row(name + ": parameters out and in", () => Parameters(name, algorithm));
                Check.Row(name + ": wrong signatures", () => Wrong(name, algorithm));
            }
            foreach (int size in new[] { 512, 1024, 2048 })
                Check.Row(size + " bits: a new key", () => Fresh(size));
            Check.Row("stored key", Stored);
            Check.Row("sizes that are not allowed", Sizes);
            Check.Row("bad parameters", BadParameters);
            Check.Row("public key only", PublicOnly);
        }

        static DSACng Given(string name)
        {
            return new DSACng(Oracle.Key(name));
        }

        static void Signatures(string name, HashAlgorithmName hash)
        {
            using (DSACng dsa = Given(name))
            {
                byte[] signature = dsa.SignData(Bits.Message, hash);
                Check.Same(name == "dsa1024" ? 40 : 64, signature.Length);
                Check.True(dsa.VerifyData(Bits.Message, signature, hash), "verifies");
                Check.True(!dsa.VerifyData(Bits.Damaged(Bits.Message, 0), signature, hash), "other data");
                Judge(name, hash, signature, "-prverify", "given/" + name + ".p8");
            }
        }

        static void Judge(string name, HashAlgorithmName hash, byte[] signature, string option, string key)
        {
            Oracle.Write(name + ".sig", Bits.DerOfPair(signature));
            Oracle.Judge(name + ": openssl verifies", "openssl", "dgst", "-" + hash.Name.ToLowerInvariant(), option, key,
                         "-signature", name + ".sig", "given/message");
        }

        static void OpensslSigned(string name, HashAlgorithmName hash)
        {
            using (DSACng dsa = Given(name))
            {
                byte[] signature = Bits.PairOfDer(Oracle.Given(name + ".der"), name == "dsa1024" ? 20 : 32);
                Check.True(dsa.VerifyData(Bits.Message, signature, hash));
                Check.True(!dsa.VerifyData(Bits.Message, Bits.Damaged(signature, 5), hash));
            }
        }

        static void Wrong(string name, HashAlgorithmName hash)
        {
            using (DSACng dsa = Given(name))
            {
                byte[] digest = Hashes.Of(hash, Bits.Message), good = dsa.CreateSignature(digest);
                foreach (byte[] bad in new[] { new byte[0], good.Take(good.Length - 1).ToArray(), good.Concat(new byte[2]).ToArray(),
                         new byte[good.Length], Enumerable.Repeat((byte)255, good.Length).ToArray(), Bits.Damaged(good, 0) })
                {
                    bool taken;
                    try
                    {
                        taken = dsa.VerifySignature(digest, bad);
                    }
                    catch (CryptographicException)
                    {
                        taken = false;
                    }
                    Check.True(!taken, Check.Hex(bad));
                }
            }
        }

        static void SameKey(DSAParameters one, DSAParameters other, bool secret)
        {
            Check.Bytes(one.P, other.P, "P");
            Check.Bytes(one.Q, other.Q, "Q");
            Check.Bytes(one.G, other.G, "G");
            Check.Bytes(one.Y, other.Y, "Y");
            Check.Same(one.Counter, other.Counter, "Counter");
            if (one.Seed != null)
                Check.Bytes(one.Seed, other.Seed, "Seed");
            if (secret)
                Check.Bytes(one.X, other.X, "X");
            else
                Check.True(other.X == null);
        }

        static void Parameters(string name, HashAlgorithmName hash)
        {
            using (DSACng dsa = Given(name), copy = new DSACng(), part = new DSACng())
            {
                DSAParameters key = dsa.ExportParameters(true);
                copy.ImportParameters(key);
                SameKey(key, copy.ExportParameters(true), true);
                part.ImportParameters(dsa.ExportParameters(false));
                SameKey(key, part.ExportParameters(false), false);
                Check.True(part.VerifyData(Bits.Message, copy.SignData(Bits.Message, hash), hash));
            }
        }

        static void Fresh(int size)
        {
            using (DSACng dsa = new DSACng(size), copy = new DSACng())
            {
                HashAlgorithmName hash = size > 1024 ? HashAlgorithmName.SHA256 : HashAlgorithmName.SHA1;
                byte[] signature = dsa.SignData(Bits.Message, hash);
                DSAParameters key = dsa.ExportParameters(true);
                Check.Same(size / 8, key.P.Length);
                Check.True(key.Seed != null && key.Counter >= 0, "the parameters have a seed");
                copy.ImportParameters(key);
                Check.True(copy.VerifyData(Bits.Message, signature, hash));
                Oracle.PublicKeyOf(dsa.Key, "fresh" + size);
                Judge("fresh" + size, hash, signature, "-verify", "fresh" + size + ".pem");
            }
        }

        static void Stored()
        {
            string name = Names.New();
            byte[] signature;
            CngKeyCreationParameters parameters = new CngKeyCreationParameters();
            parameters.Parameters.Add(new CngProperty("Length", BitConverter.GetBytes(1024), CngPropertyOptions.None));
            using (DSACng dsa = new DSACng(CngKey.Create(new CngAlgorithm("DSA"), name, parameters)))
            {
                signature = dsa.SignData(Bits.Message, HashAlgorithmName.SHA1);
                Check.Refused(NCrypt.NotSupported, () => dsa.ExportParameters(true));
            }
            using (DSACng dsa = new DSACng(CngKey.Open(name)))
            {
                Check.True(dsa.VerifyData(Bits.Message, signature, HashAlgorithmName.SHA1));
                dsa.Key.Delete();
            }
        }

        static void Sizes()
        {
            foreach (int size in new[] { 448, 513, 4096 })
                Check.Refused(0, () => new DSACng(size));
        }

        static void BadParameters()
        {
            using (DSACng dsa = Given("dsa1024"), other = new DSACng())
            {
                DSAParameters good = dsa.ExportParameters(true), key = good;
                key.X = key.Q;
                NotTaken(other, key);
                key = good;
                key.Y = key.P;
                NotTaken(other, key);
                key = good;
                key.G = new byte[key.G.Length];
                NotTaken(other, key);
            }
        }

        static void NotTaken(DSACng dsa, DSAParameters key)
        {
            Check.Refused(0, () => { dsa.ImportParameters(key); dsa.CreateSignature(new byte[20]); });
        }

        static void PublicOnly()
        {
            using (DSACng dsa = Given("dsa1024"), part = new DSACng())
            {
                part.ImportParameters(dsa.ExportParameters(false));
                Check.Refused(0, () => part.ExportParameters(true));
                Check.Refused(0, () => part.CreateSignature(new byte[20]));
            }
        }
    }
}
