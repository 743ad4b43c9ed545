using MLNetDeep.Neural;

namespace MLNetDeep.Conformance.Cpu;

public class CpuTrajectoryTests : TrajectoryConformance
{
    protected override IComputeBackend Backend => CpuBackend.Instance;
}
