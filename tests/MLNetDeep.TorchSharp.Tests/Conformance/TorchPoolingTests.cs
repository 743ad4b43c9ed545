using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchPoolingTests : PoolingConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
