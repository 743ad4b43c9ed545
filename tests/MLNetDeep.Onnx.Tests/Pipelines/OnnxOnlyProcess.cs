using System.Runtime.InteropServices;
using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Onnx.Tests.Pipelines;

/// <summary>Runs tests/OnnxOnly: a process that has ONNX Runtime and nothing of ML.NET or MLNetDeep.</summary>
internal static class OnnxOnlyProcess
{
    /// <summary>Scores rows. Returns the values of each output, as texts.</summary>
    /// <param name="model">The path of the model, which has one input.</param>
    /// <param name="rows">The values of the input: an array of bytes or of floats, row after row.</param>
    /// <param name="folder">An empty folder for files.</param>
    public static IReadOnlyDictionary<string, string[]> Score(string model, Array rows, string folder)
    {
        string input = Path.Combine(folder, "rows"), results = Directory.CreateDirectory(Path.Combine(folder, "results")).FullName;
        File.WriteAllBytes(input, rows as byte[] ?? MemoryMarshal.AsBytes<float>((float[])rows).ToArray());
        (int exitCode, string output, string error) = ChildProcess.Run("dotnet", Program(), model, input, results);
        Assert.Equal((0, ""), (exitCode, error));
        string[] loaded = output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Contains("Microsoft.ML.OnnxRuntime", loaded);
        Assert.DoesNotContain(loaded, name => name.StartsWith("MLNetDeep", StringComparison.Ordinal));
        Assert.Equal(["Microsoft.ML.OnnxRuntime"], loaded.Where(name => name.StartsWith("Microsoft.ML", StringComparison.Ordinal)));
        Assert.DoesNotContain(
            Directory.GetFiles(Path.GetDirectoryName(Program())!, "*.dll").Select(Path.GetFileName),
            name => name!.StartsWith("MLNetDeep", StringComparison.Ordinal) || name == "Microsoft.ML.Data.dll");
        return Directory.GetFiles(results).ToDictionary(path => Path.GetFileName(path), File.ReadAllLines);
    }

    // The program is built in the same configuration as the tests.
    private static string Program()
    {
        string built = Path.GetRelativePath(Repository.PathOf("tests", "MLNetDeep.Onnx.Tests"), AppContext.BaseDirectory);
        return Repository.PathOf("tests", "OnnxOnly", built, "OnnxOnly.dll");
    }
}
