using MLNetDeep.Conformance;
using MLNetDeep.Neural;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchScorerTests : ScorerConformance
{
    protected override IComputeBackend Backend => TorchBackend.Cpu(1);
}
