using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchLayerTests : LayerConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
