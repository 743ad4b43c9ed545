using System.Diagnostics;
using System.Globalization;

namespace MLNetDeep.Benchmarks.Cuda;

/// <summary>Runs the tests of the TorchSharp backend, with the conformance suite and the tests that need a CUDA device.</summary>
internal static class BackendTests
{
    /// <summary>Runs dotnet test. Its output goes to the console.</summary>
    /// <param name="libtorch">The value of the property Torch.</param>
    /// <param name="device">The index of the CUDA device that the conformance suite runs on; null for the CPU.</param>
    /// <returns>Whether all tests passed.</returns>
    public static bool Run(string libtorch, int? device)
    {
        string project = Path.Combine(Root(), "tests", "MLNetDeep.TorchSharp.Tests");
        string[] arguments = ["test", project, "-c", "Release", $"-p:Torch={libtorch}", "--logger", "console;verbosity=minimal"];
        ProcessStartInfo start = new("dotnet", arguments);
        start.Environment["MLNETDEEP_TEST_CUDA"] = device?.ToString(CultureInfo.InvariantCulture);
        using Process process = Process.Start(start)!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }

    // The folder of the repository, searched for in the parents of the program's folder.
    private static string Root()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "MLNetDeep.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName
            ?? throw new DirectoryNotFoundException($"There is no MLNetDeep.sln in {AppContext.BaseDirectory} or its parents.");
    }
}
