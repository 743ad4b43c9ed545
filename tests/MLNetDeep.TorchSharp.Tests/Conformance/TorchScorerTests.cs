using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchScorerTests : ScorerConformance
{
    protected override IComputeBackend Backend => TestDevices.Suite;
}
