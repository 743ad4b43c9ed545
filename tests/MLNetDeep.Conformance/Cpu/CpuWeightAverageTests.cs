using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuWeightAverageTests : WeightAverageConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}
