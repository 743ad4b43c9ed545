using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Faults.Distributed;

/// <summary>Two "hosts" on this machine, whose links can be cut: see benchmarks/Distributed/hosts.sh. Disposing them removes them.</summary>
internal sealed class Hosts : IDisposable
{
    private static readonly string s_script = Repository.PathOf("benchmarks", "Distributed", "hosts.sh");

    private Hosts()
    {
    }

    /// <summary>The variables of the script, with a name of these hosts' own.</summary>
    public static (string Name, string Value)[] Environment { get; } = [("MLND_NAME", "mlnf")];

    /// <summary>The command that starts ranks, one on each host.</summary>
    public static string[] Launcher { get; } = ["bash", s_script, "run"];

    /// <summary>Makes the hosts; skips the test where that is not possible.</summary>
    public static Hosts Start()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && System.Environment.IsPrivilegedProcess, "Only root on Linux can make network namespaces.");
        Assert.SkipUnless(ChildProcess.Run("sh", "-c", "command -v ip && command -v tc").ExitCode == 0, "The tools ip and tc (package iproute2) are missing.");
        Run("stop");
        (int exitCode, string error) = Run("start", "2", "1gbit");
        Assert.True(exitCode == 0, error);
        return new Hosts();
    }

    /// <summary>Cuts the link of the second host.</summary>
    public void Cut() => Assert.Equal((0, ""), Run("cut", "1"));

    /// <summary>Mends the link.</summary>
    public void Mend() => Assert.Equal((0, ""), Run("mend", "1"));

    public void Dispose() => Run("stop");

    private static (int ExitCode, string Error) Run(params string[] arguments)
    {
        using ChildProcess process = ChildProcess.Start(["bash", s_script, .. arguments], environment: Environment);
        (int exitCode, _, string error) = process.WaitAsync().GetAwaiter().GetResult();
        return (exitCode, error);
    }
}
