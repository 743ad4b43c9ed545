using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Onnx.Tests;

/// <summary>onnx's own checker of models, a package for Python: Debian's python3-onnx. One process checks all models of a folder.</summary>
internal static class OnnxChecker
{
    /// <summary>The newest version of the operators that onnx 1.12, Debian's, knows.</summary>
    public const int MaxOpset = 17;

    private const string Python = "/usr/bin/python3";

    /// <summary>Checks models. Skips the test where the package is missing; see <see cref="Require"/>.</summary>
    /// <param name="folder">The folder with files *.onnx.</param>
    /// <param name="isStrict">
    /// Whether to infer all shapes and types. The package cannot do it for the operators of ONNX's ai.onnx.ml, which ML.NET's converter uses.
    /// </param>
    /// <returns>A line for each model that is not valid, and then "N models, M not valid".</returns>
    public static string[] Check(string folder, bool isStrict)
    {
        Require();
        string script = Repository.PathOf("tests", "MLNetDeep.Onnx.Tests", "Checker", "check_models.py");
        (int exitCode, string output, string error) = ChildProcess.Run([Python, script, folder, .. isStrict ? new[] { "strict" } : []]);
        Assert.True(exitCode == 0, error);
        return [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd())];
    }

    /// <summary>Skips the test where the package is missing. On a build server (CI=true) the test fails; .ci/run installs the package on Debian.</summary>
    public static void Require()
    {
        const string Reason = $"{Python} with the package onnx is needed: apt-get install python3-onnx.";
        bool isThere = File.Exists(Python) && ChildProcess.Run(Python, "-c", "import onnx").ExitCode == 0;
        Assert.False(!isThere && Environment.GetEnvironmentVariable("CI") == "true", Reason);
        Assert.SkipUnless(isThere, Reason);
    }
}
