using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

/// <summary>The suite on a session that runs as on CUDA, except that it is on the CPU.</summary>
public class DelayedSuiteTests : SessionConformance
{
    protected override IComputeBackend Backend => TorchBackend.Cpu(1) with { ResultDelay = 2, KeepsFeatures = true };
}
