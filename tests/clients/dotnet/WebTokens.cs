// JSON web tokens made by hand after RFC 7515.

using System;
using System.Linq;
using System.Security.Cryptography;
using System.Text;

namespace Topics
{
    public static class WebTokens
    {
        public const string What = "JSON web tokens (RS256 to ES512) made by hand; OpenSSL judges";

        public const string Claims = "{\"iss\":\"ncrypt-wine\",\"sub\":\"test\",\"exp\":4102444800}";

        public static void Run()
        {
            foreach (string algorithm in new[] { "RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512" })
            {
                Check.Row(algorithm + ": a token", () => ByHand(algorithm));
            }
        }

        public static string Base64Url(byte[] bytes)
        {
            return Convert.ToBase64String(bytes).TrimEnd('=').Replace('+', '-').Replace('/', '_');
        }

        static byte[] FromBase64Url(string text)
        {
            text = text.Replace('-', '+').Replace('_', '/');
            return Convert.FromBase64String(text + new string('=', (4 - text.Length % 4) % 4));
        }

        static string GivenKey(string algorithm)
        {
            return algorithm[0] != 'E' ? "rsa2048" : algorithm == "ES256" ? "P-256" : algorithm == "ES384" ? "P-384" : "P-521";
        }

        public static AsymmetricAlgorithm Key(string algorithm)
        {
            CngKey key = Oracle.Key(GivenKey(algorithm));
            return algorithm[0] == 'E' ? (AsymmetricAlgorithm)new ECDsaCng(key) : new RSACng(key);
        }

        static HashAlgorithmName Hash(string algorithm)
        {
            return new HashAlgorithmName("SHA" + algorithm.Substring(2));
        }

        static byte[] Sign(AsymmetricAlgorithm key, string algorithm, byte[] data)
        {
            if (algorithm[0] == 'E')
                return ((ECDsa)key).SignData(data, Hash(algorithm));
            return ((RSA)key).SignData(data, Hash(algorithm), algorithm[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
        }

        static void ByHand(string algorithm)
        {
            using (AsymmetricAlgorithm key = Key(algorithm))
            {
                string text = Base64Url(Encoding.UTF8.GetBytes("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\"}")) + "." +
                              Base64Url(Encoding.UTF8.GetBytes(Claims));
                Judge("hand-" + algorithm, algorithm, text + "." + Base64Url(Sign(key, algorithm, Encoding.ASCII.GetBytes(text))));
            }
        }

        public static void Judge(string file, string algorithm, string token)
        {
            byte[] signature = FromBase64Url(token.Split('.')[2]);
            Oracle.Write(file + ".text", token.Substring(0, token.LastIndexOf('.')));
            Oracle.Write(file + ".sig", algorithm[0] == 'E' ? Bits.DerOfPair(signature) : signature);
            string[] command = { "openssl", "dgst", "-sha" + algorithm.Substring(2), "-prverify", "given/" + GivenKey(algorithm) + ".p8",
                "-signature", file + ".sig" };
            if (algorithm[0] == 'P')
                command = command.Concat(new[] { "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest" }).ToArray();
            Oracle.Judge(file + ": openssl verifies", command.Concat(new[] { file + ".text" }).ToArray());
        }
    }
}
