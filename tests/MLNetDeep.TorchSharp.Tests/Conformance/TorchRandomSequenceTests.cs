using MLNetDeep.Conformance;
using MLNetDeep.Neural;
using MLNetDeep.TorchSharp.Tests.Support;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchRandomSequenceTests : RandomSequenceConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
