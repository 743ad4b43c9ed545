namespace MLNetDeep.TorchSharp;

/// <summary>The kinds of devices of <see cref="TorchBackend"/>.</summary>
internal enum TorchDeviceKind
{
    /// <summary>The CPU.</summary>
    Cpu,

    /// <summary>A CUDA device.</summary>
    Cuda,

    /// <summary>The first CUDA device if there is one, otherwise the CPU.</summary>
    Best,
}
