using MLNetDeep.TorchSharp.Tests.Children;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Runs the tests or, as a process that a test started, what that test wants to see in a process of its own.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is [Child.Argument, string task, .. string[] rest])
        {
            return Child.Run(task, rest);
        }

        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
                .GetAwaiter().GetResult()
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }
}
