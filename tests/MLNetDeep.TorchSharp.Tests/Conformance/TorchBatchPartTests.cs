using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchBatchPartTests : BatchPartConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
