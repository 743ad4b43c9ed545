using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Reshapes each row to one dimension; moves no values.</summary>
internal sealed class TorchFlatten : TorchLayer
{
    public override Tensor Forward(Tensor input, in LayerPass pass) => input.flatten(1);
}
