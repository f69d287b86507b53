// Runs one topic and prints its rows.
//
//   --list                prints TOPIC<tab>WHAT for each class of the namespace Topics
//   TOPIC                 runs it in the current directory; exit status 1 if a check failed
//
// A topic is a static class with "public const string What" and "public static void Run()". A row is
// "  ok - NAME", "  FAIL - NAME: why" or "  blocked - NAME # what Wine lacks". The file oracle.txt gets
// the commands of other programs (openssl, cmp) that judge the files a topic has written; oracle.sh runs
// them afterwards: NAME<tab>COMMAND<tab>ARGUMENT..., one row each.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;

public static class Program
{
    public static int Main(string[] arguments)
    {
        Type[] topics = typeof(Program).Assembly.GetTypes()
            .Where(type => type.Namespace == "Topics" && type.GetField("What") != null).OrderBy(type => type.Name)
            .ToArray();
        if (arguments.Length == 1 && arguments[0] == "--list")
        {
            foreach (Type each in topics)
                Console.WriteLine(each.Name + "\t" + each.GetField("What").GetRawConstantValue());
            return 0;
        }
        Type topic = topics.Single(type => arguments.Length == 1 && type.Name == arguments[0]);
        try
        {
            Check.Row("the program's ncrypt.dll is ours", Check.LoadedDllIsOurs);
            ((Action)topic.GetMethod("Run").CreateDelegate(typeof(Action)))();
        }
        catch (Exception problem)
        {
            Check.Failed("the topic runs to its end", problem);
        }
        Console.Out.Flush();
        return Check.Failures == 0 ? 0 : 1;
    }
}

public class CheckFailed : Exception
{
    public CheckFailed(string message) : base(message) { }
}

public static class Check
{
    public static int Failures { get; private set; }

    // .NET Core 1 and 2 tell 4 as their version, later ones their own
    public static readonly bool OldDotnet = Environment.Version.Major == 4;

    // --- rows -----------------------------------------------------------------------------------

    public static void Row(string name, Action body)
    {
        try
        {
            body();
            Console.WriteLine("  ok - " + name);
        }
        catch (Exception problem)
        {
            Failed(name, problem);
        }
    }

    public static void Failed(string name, Exception problem)
    {
        Failures++;
        Console.WriteLine("  FAIL - {0}: {1} 0x{2:X8} {3}", name, problem.GetType().Name, problem.HResult,
                          problem.Message.Replace("\n", " ").Replace("\r", ""));
        if (!(problem is CheckFailed))
            Console.WriteLine("      " + problem.ToString().Replace("\n", "\n      "));
    }

    // A row for what Wine does not let a program do, whatever ncrypt.dll does. It fails in just the
    // known way; when it begins to work, or fails otherwise, that is a failure here. Where a version of
    // .NET does not need what is lacking (holds is false), it is a row like any other.
    public static void BlockedByWine(string name, string reason, Func<Exception, bool> known, Action body, bool holds = true)
    {
        if (!holds)
        {
            Row(name, body);
            return;
        }
        try
        {
            body();
        }
        catch (Exception problem) when (known(problem))
        {
            Console.WriteLine("  blocked - {0} # {1}", name, reason);
            Console.WriteLine("      {0} 0x{1:X8} {2}", problem.GetType().Name, problem.HResult, problem.Message);
            return;
        }
        catch (Exception problem)
        {
            Failed(name + " (known to be blocked otherwise: " + reason + ")", problem);
            return;
        }
        Failed(name, new CheckFailed("no longer blocked; it was: " + reason));
    }

    // --- assertions -----------------------------------------------------------------------------

    public static void True(bool condition, string what = "not true")
    {
        if (!condition)
            throw new CheckFailed(what);
    }

    public static void Same<T>(T expected, T actual, string what = "value")
    {
        if (!Equals(expected, actual))
            throw new CheckFailed(what + ": expected " + Show(expected) + ", got " + Show(actual));
    }

    public static void Bytes(byte[] expected, byte[] actual, string what = "bytes")
    {
        if (expected == null || actual == null || !expected.SequenceEqual(actual))
            throw new CheckFailed(what + ": expected " + Hex(expected) + ", got " + Hex(actual));
    }

    // The body throws a CryptographicException, with this HRESULT unless 0 is given.
    public static void Refused(uint hresult, Action body)
    {
        try
        {
            body();
        }
        catch (CryptographicException problem)
        {
            if (hresult != 0)
                Same(hresult.ToString("X8"), problem.HResult.ToString("X8"), "HRESULT");
            return;
        }
        throw new CheckFailed("not refused");
    }

    static string Show(object value)
    {
        return value == null ? "null" : value.ToString();
    }

    public static string Hex(byte[] bytes)
    {
        return bytes == null ? "null" : BitConverter.ToString(bytes).Replace("-", "");
    }

    // --- the DLL --------------------------------------------------------------------------------

    public static void LoadedDllIsOurs()
    {
        using (CngKey.Create(CngAlgorithm.ECDsaP256))
        {
        }
        ProcessModule module = Process.GetCurrentProcess().Modules.Cast<ProcessModule>()
            .Single(each => each.ModuleName.Equals("ncrypt.dll", StringComparison.OrdinalIgnoreCase));
        Same("ncrypt for Wine", FileVersionInfo.GetVersionInfo(module.FileName).ProductName, module.FileName);
    }
}

// Files of a topic and the programs that judge them.
public static class Oracle
{
    // what openssl has made beforehand (given.sh)
    public static byte[] Given(string name)
    {
        return File.ReadAllBytes("given/" + name);
    }

    // A key that openssl made. What is imported may not be exported until its policy is set.
    public static CngKey Key(string name)
    {
        return Keys.Exportable(CngKey.Import(Given(name + ".p8"), CngKeyBlobFormat.Pkcs8PrivateBlob));
    }

    public static void Judge(string name, params string[] command)
    {
        File.AppendAllText("oracle.txt", name + "\t" + string.Join("\t", command) + "\n");
    }

    public static void Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(name, bytes);
    }

    public static void Write(string name, string text)
    {
        File.WriteAllText(name, text, new UTF8Encoding(false));
    }

    // The key goes out as PKCS#8; openssl checks it and writes its public key as NAME.pem.
    public static void PublicKeyOf(CngKey key, string name)
    {
        Write(name + ".p8", key.Export(CngKeyBlobFormat.Pkcs8PrivateBlob));
        Judge(name + ": openssl reads the key", "openssl", "pkey", "-inform", "DER", "-in", name + ".p8", "-pubout", "-out",
              name + ".pem");
    }
}

public static class Keys
{
    public static CngKey Exportable(CngKey key)
    {
        byte[] policy = BitConverter.GetBytes((int)(CngExportPolicies.AllowExport | CngExportPolicies.AllowPlaintextExport));
        key.SetProperty(new CngProperty("Export Policy", policy, CngPropertyOptions.Persist));
        return key;
    }
}

public static class Names
{
    static int count;

    // of a persisted key; no two topics or runs meet
    public static string New()
    {
        return "ncrypt-wine test " + Process.GetCurrentProcess().Id + " " + Guid.NewGuid() + " " + ++count;
    }
}

public static class Hashes
{
    public static readonly HashAlgorithmName[] All = { HashAlgorithmName.MD5, HashAlgorithmName.SHA1,
        HashAlgorithmName.SHA256, HashAlgorithmName.SHA384, HashAlgorithmName.SHA512 };

    public static byte[] Of(HashAlgorithmName name, byte[] data)
    {
        using (IncrementalHash hash = IncrementalHash.CreateHash(name))
        {
            hash.AppendData(data);
            return hash.GetHashAndReset();
        }
    }

    public static byte[] Hmac(HashAlgorithmName name, byte[] key, byte[] data)
    {
        using (IncrementalHash hash = IncrementalHash.CreateHMAC(name, key))
        {
            hash.AppendData(data);
            return hash.GetHashAndReset();
        }
    }
}

public static class Bits
{
    public static readonly byte[] Message = Encoding.UTF8.GetBytes("The quick brown fox jumps over the lazy dog");

    public static byte[] Join(params byte[][] parts)
    {
        return parts.Where(part => part != null).SelectMany(part => part).ToArray();
    }

    public static byte[] Damaged(byte[] bytes, int at)
    {
        byte[] copy = (byte[])bytes.Clone();
        copy[at] ^= 1;
        return copy;
    }

    // Signatures r, s of one length each as the SEQUENCE that openssl takes, and back. (Lengths below
    // 256, which is what curves and DSA give.)
    public static byte[] DerOfPair(byte[] pair)
    {
        byte[] content = Join(DerInteger(pair.Take(pair.Length / 2)), DerInteger(pair.Skip(pair.Length / 2)));
        return content.Length < 128 ? Join(new byte[] { 0x30, (byte)content.Length }, content)
                                    : Join(new byte[] { 0x30, 0x81, (byte)content.Length }, content);
    }

    static byte[] DerInteger(System.Collections.Generic.IEnumerable<byte> bytes)
    {
        byte[] value = bytes.SkipWhile(each => each == 0).ToArray();
        if (value.Length == 0 || value[0] >= 0x80)
            value = Join(new byte[] { 0 }, value);
        return Join(new byte[] { 2, (byte)value.Length }, value);
    }

    public static byte[] PairOfDer(byte[] der, int half)
    {
        int at = der[1] == 0x81 ? 3 : 2;
        byte[] pair = new byte[2 * half];
        for (int i = 1; i <= 2; i++)
        {
            byte[] value = der.Skip(at + 2).Take(der[at + 1]).SkipWhile(each => each == 0).ToArray();
            value.CopyTo(pair, i * half - value.Length);
            at += 2 + der[at + 1];
        }
        return pair;
    }
}
