using System.Runtime.InteropServices;
using MLNetDeep.Tests.Support;
using Shared.Tests;

namespace MLNetDeep.Mpi.Tests.Support;

/// <summary>What the ranks of tests/MpiRanks wrote into their folders in one run.</summary>
internal sealed class RankResults : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private RankResults(int size) => Size = size;

    /// <summary>The number of ranks.</summary>
    public int Size { get; }

    /// <summary>Runs the program, and waits for its end.</summary>
    /// <param name="installation">The MPI.</param>
    /// <param name="ranks">The number of ranks.</param>
    /// <param name="checks">What the ranks do: "values" or "train".</param>
    public static RankResults Run(MpiInstallation installation, int ranks, string checks = "values")
    {
        RankResults results = new(ranks);
        using ChildProcess process = installation.Start(ranks, checks, results._folder.FullName);
        (int exitCode, string output, string error) = process.WaitAsync(TimeSpan.FromMinutes(1)).GetAwaiter().GetResult();
        Assert.True(exitCode == 0 && output.Length == 0 && error.Length == 0, $"Exit code {exitCode}: {output}{error}");
        return results;
    }

    /// <summary>Returns the numbers that a rank wrote under a name.</summary>
    public T[] Of<T>(int rank, string name)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(File.ReadAllBytes(PathOf(rank, name))).ToArray();

    /// <summary>Returns the numbers that each rank wrote, which must have the same bits in all of them.</summary>
    public T[] OfAll<T>(string name)
        where T : unmanaged
    {
        byte[] first = File.ReadAllBytes(PathOf(0, name));
        Assert.All(Enumerable.Range(1, Size - 1), rank => Assert.True(File.ReadAllBytes(PathOf(rank, name)).AsSpan().SequenceEqual(first)));
        return Of<T>(0, name);
    }

    /// <summary>Returns the text that a rank wrote under a name.</summary>
    public string TextOf(int rank, string name) => File.ReadAllText(PathOf(rank, name));

    public void Dispose() => _folder.Dispose();

    private string PathOf(int rank, string name) => Path.Combine(_folder.FullName, $"{rank}", name);
}
