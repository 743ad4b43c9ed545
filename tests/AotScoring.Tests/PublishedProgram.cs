using AotScoring.Tests;
using MLNetDeep.Samples.AotScoring;
using Shared.Tests;

[assembly: AssemblyFixture(typeof(PublishedProgram))]

namespace AotScoring.Tests;

/// <summary>
/// Publishes the sample with Native AOT, once for all tests of this assembly. Warnings of the trimmer and the compiler are errors, so the tests
/// fail if there is one.
/// </summary>
/// <remarks>
/// Where the system has no linker, a test that runs the program is skipped with the reason. It fails instead if the environment variable CI is
/// "true".
/// </remarks>
public sealed class PublishedProgram : IDisposable
{
    // The compiler takes about 15 seconds of the processor, and longer if other tests run beside it.
    private static readonly TimeSpan s_timeout = TimeSpan.FromMinutes(8);

    private readonly Lazy<(int ExitCode, string Output)> _publishing;

    /// <summary>Prepares a folder. The program is published when it is first needed.</summary>
    public PublishedProgram() => _publishing = new(Publish);

    /// <summary>The folder that receives the program, and may receive files of tests.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("aot-").FullName;

    /// <summary>The path of the program.</summary>
    public string Path => System.IO.Path.Combine(Folder, OperatingSystem.IsWindows() ? "AotScoring.exe" : "AotScoring");

    /// <summary>Returns the path of a file in the folder.</summary>
    public string File(string name) => System.IO.Path.Combine(Folder, name);

    /// <summary>Runs the published program to its end. Skips or fails the test if the system has no linker.</summary>
    public async Task<(int ExitCode, string Output, string Error)> RunAsync(params string[] arguments)
    {
        EnsurePublished();
        using ChildProcess process = ChildProcess.Start([Path, .. arguments]);
        return await process.WaitAsync();
    }

    /// <summary>Publishes the program, if that was not done yet. Skips or fails the test if the system has no linker.</summary>
    public void EnsurePublished()
    {
        if (Toolchain.Missing is { } reason)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", reason);
            Assert.Skip(reason);
        }

        Assert.True(_publishing.Value.ExitCode == 0, _publishing.Value.Output);
    }

    /// <summary>Runs the same program with the JIT compiler, with environment variables.</summary>
    public static async Task<(int ExitCode, string Output, string Error)> RunWithJitAsync(
        IEnumerable<(string Name, string Value)> environment, params string[] arguments)
    {
        using ChildProcess process = ChildProcess.Start(["dotnet", typeof(ScoringCommand).Assembly.Location, .. arguments], folder: null, environment);
        return await process.WaitAsync();
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private (int ExitCode, string Output) Publish()
    {
        string project = System.IO.Path.Combine(FindRoot(), "samples", "AotScoring", "AotScoring.csproj");
        string configuration = AppContext.BaseDirectory.Contains("Release", StringComparison.Ordinal) ? "Release" : "Debug";

        // In a Debug build too, the program is optimized, as the engine is, which need not be built again then.
        using ChildProcess process = ChildProcess.Start(
            [
                "dotnet", "publish", project, "-r", Toolchain.RuntimeIdentifier, "-c", configuration, "-o", Folder, "-v", "q", "-nologo",
                "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:Optimize=true",
            ],
            folder: null,
            ("DOTNET_CLI_USE_MSBUILD_SERVER", "0"));
        (int exitCode, string output, string error) = process.WaitAsync(s_timeout).GetAwaiter().GetResult();
        return (exitCode, output + error);
    }

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !System.IO.File.Exists(System.IO.Path.Combine(folder.FullName, "MLNetDeep.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("MLNetDeep.sln is in no folder above the tests.");
    }
}
