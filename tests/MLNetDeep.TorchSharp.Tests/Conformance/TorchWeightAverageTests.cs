using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchWeightAverageTests : WeightAverageConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
