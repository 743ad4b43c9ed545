using MLNetDeep.Neural;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Joins the outputs of branches along the last axis.</summary>
internal sealed class TorchConcatenate : TorchLayer
{
    private readonly List<TorchLayerChain> _branches = [];

    public TorchConcatenate(Concatenate layer, TorchLayerContext context)
    {
        int first = 0;
        try
        {
            foreach (int count in layer.Branches.Select(branch => branch.Length))
            {
                _branches.Add(new TorchLayerChain(context.Place.NestedLayers.Skip(first).Take(count), context));
                first += count;
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public override Tensor Forward(Tensor input, in LayerPass pass)
    {
        Tensor[] outputs = new Tensor[_branches.Count];
        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = _branches[i].Forward(input, pass);
        }

        return cat(outputs, dim: -1);
    }

    public override void Commit() => _branches.ForEach(branch => branch.Commit());

    public override void Dispose() => _branches.ForEach(branch => branch.Dispose());
}
