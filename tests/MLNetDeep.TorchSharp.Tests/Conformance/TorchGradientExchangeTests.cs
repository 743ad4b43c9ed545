using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchGradientExchangeTests : GradientExchangeConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
