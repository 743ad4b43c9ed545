using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>Counts the tensors that this thread has created and not disposed.</summary>
internal static class LiveTensors
{
    public static long Count => DisposeScopeManager.Statistics.ThreadTotalLiveCount;

    /// <summary>Checks that an action leaves no tensor behind.</summary>
    public static void AssertNone(Action action)
    {
        long before = Count;
        action();
        Assert.Equal(before, Count);
    }
}
