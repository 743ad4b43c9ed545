#if TORCH
using TorchSharp;
#endif

namespace MLNetDeep.Docs.Tests;

/// <summary>The threads of libtorch, which is there unless the tests are built with -p:Torch=none or the system has no package with it.</summary>
internal static class TorchThreads
{
    /// <summary>Lets libtorch use one thread: several wait for each other for long while other tests keep the cores busy.</summary>
    /// <returns>Whether libtorch is there.</returns>
    public static bool TryUseOne()
    {
#if TORCH
        torch.set_num_threads(1);
        return true;
#else
        return false;
#endif
    }
}
