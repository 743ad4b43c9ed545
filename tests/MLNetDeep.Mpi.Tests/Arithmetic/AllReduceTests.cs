using MLNetDeep.Benchmarks.Distributed.Model;

namespace MLNetDeep.Mpi.Tests.Arithmetic;

// The arithmetic of docs/distributed-arithmetic.md, worked by hand on a link of 1 MB/s with 1 ms from host to host.
public class AllReduceTests
{
    private static readonly NetworkLink s_link = new("test", 8e6, 1e-3) { PayloadShare = 1, TripCostSeconds = 0 };

    // 2 hosts: 32 KB each way, twice: 64 ms and 2 trips.
    // 4 hosts: 32, 16, 16 and 32 KB: 96 ms and 4 trips.
    // 8 hosts: 32, 16, 8, 8, 16 and 32 KB: 112 ms and 6 trips.
    // 3 hosts: the third host's part goes to a neighbour before (32 and 32 KB), then as 2 hosts (32 and 32), then the sum, 64 KB: 192 ms, 5 trips.
    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 66)]
    [InlineData(4, 100)]
    [InlineData(8, 118)]
    [InlineData(3, 197)]
    public void Halving_TakesItsMessages(int ranks, double milliseconds) =>
        Assert.Equal(milliseconds, AllReduce.Seconds(AllReduceAlgorithm.Halving, ranks, 64_000, s_link) * 1e3, 9);

    // Six messages of a quarter: 6 * (16 + 1) ms.
    [Fact]
    public void Ring_PassesPartsAround() => Assert.Equal(102, AllReduce.Seconds(AllReduceAlgorithm.Ring, 4, 64_000, s_link) * 1e3, 9);

    // 2 hosts: up 64 ms, down 64 ms, 2 trips. 4 hosts: up 64 and 64 ms; down the root's link carries two messages, 128 ms, then one, 64 ms.
    [Theory]
    [InlineData(2, 130)]
    [InlineData(4, 324)]
    public void Tree_SendsAllBytesOnEveryLevel(int ranks, double milliseconds) =>
        Assert.Equal(milliseconds, AllReduce.Seconds(AllReduceAlgorithm.Tree, ranks, 64_000, s_link) * 1e3, 9);

    // 0.5 MB each way, twice, is 1 s; each message is asked for before, which takes two more trips: 6 trips.
    [Fact]
    public void LongMessages_NeedThreeTrips() =>
        Assert.Equal(1.006, AllReduce.Seconds(AllReduceAlgorithm.Halving, 2, 1e6, s_link), 9);

    [Fact]
    public void Link_CarriesThePayloadOfFrames() =>
        Assert.Equal(125e6 * 1448 / 1538, new NetworkLink("1 Gbit/s", 1e9, 0).BytesPerSecond, 3);
}
