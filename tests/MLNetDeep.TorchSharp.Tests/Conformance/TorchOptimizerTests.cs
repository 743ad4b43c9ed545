using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchOptimizerTests : OptimizerConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
