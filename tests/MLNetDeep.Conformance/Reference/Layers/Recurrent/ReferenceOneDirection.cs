using MLNetDeep.Neural;

namespace MLNetDeep.Conformance;

/// <summary>A recurrent layer that reads in one direction.</summary>
internal abstract class ReferenceOneDirection : ReferenceLayer
{
    public override double[][] Outputs(LayerSpec layer, double[][] rows, ReferenceContext context)
    {
        RecurrentLayer recurrent = (RecurrentLayer)layer;
        int time = context.InputShape[0];
        return
        [
            .. rows.Select((row, i) =>
            {
                int length = context.Lengths?[i] ?? time;
                double[][] states = ReferenceRecurrent.States(recurrent, context.Parameters, row, length, recurrent.GoBackwards, context);
                return recurrent.ReturnSequences ? ReferenceRecurrent.Padded(states, time, recurrent.Units) : ReferenceRecurrent.Last(recurrent, states);
            }),
        ];
    }
}
