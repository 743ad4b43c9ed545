using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchRandomNetworkTests : RandomNetworkConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
