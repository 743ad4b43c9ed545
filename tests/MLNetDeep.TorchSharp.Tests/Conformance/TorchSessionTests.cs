using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchSessionTests : SessionConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
