namespace MLNetDeep.Neural.Cpu.Kernels;

/// <content>Moving positions. Positions with fewer values than a vector has lanes are processed by shorter vectors.</content>
internal sealed unsafe partial class KernelSet<S, V>
{
    public override void MapPositions(PositionMap map, float* input, float* output)
    {
        if (map.Size < S.Lanes)
        {
            s_shorter.MapPositions(map, input, output);
        }
        else
        {
            PositionMapKernel<S, V>.Run(map, input, output);
        }
    }
}
