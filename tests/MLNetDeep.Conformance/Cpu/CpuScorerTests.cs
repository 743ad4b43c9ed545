using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuScorerTests : ScorerConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}
