// .NET runs this before a program's own Main (DOTNET_STARTUP_HOOKS). It runs the program CLIENT_PROGRAM with the
// argument CLIENT_TOPIC instead, in the runtime that the other program has brought.

using System;
using System.Reflection;

internal class StartupHook
{
    public static void Initialize()
    {
        MethodInfo main = Assembly.LoadFrom(Environment.GetEnvironmentVariable("CLIENT_PROGRAM")).EntryPoint;
        object status = main.Invoke(null, new object[] { new[] { Environment.GetEnvironmentVariable("CLIENT_TOPIC") } });
        Environment.Exit((int)status);
    }
}
