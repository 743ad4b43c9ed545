using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchRandomSequenceTests : RandomSequenceConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
