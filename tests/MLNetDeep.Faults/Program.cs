using MLNetDeep.Faults.Distributed;
using MLNetDeep.Faults.Kills;

namespace MLNetDeep.Faults;

/// <summary>Runs the tests or, as a process that a test started, does what that test wants to disturb.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        if (args is [Victim.Argument, string task, string folder])
        {
            return Victim.Run(task, folder);
        }

        if (args is [RankTraining.Argument, string trainingFolder, string pause])
        {
            return RankTraining.Run(trainingFolder, pause);
        }

        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
                .GetAwaiter().GetResult()
            : Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args).GetAwaiter().GetResult();
    }
}
