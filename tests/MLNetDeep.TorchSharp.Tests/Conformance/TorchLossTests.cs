using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchLossTests : LossConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
