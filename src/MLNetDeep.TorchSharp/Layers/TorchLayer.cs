using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>
/// A layer at work: computes its outputs by functions of libtorch, which also derives the gradients. Its parameters are those of the
/// network. It owns no tensors except buffers, which <see cref="Dispose"/> releases.
/// </summary>
internal abstract class TorchLayer : IDisposable
{
    /// <summary>Computes the outputs, of the shape [rows, output shape], from inputs of the shape [rows, input shape].</summary>
    /// <param name="input">The inputs; channels last. They are not changed.</param>
    /// <param name="pass">How the batch passes through the layers.</param>
    public abstract Tensor Forward(Tensor input, in LayerPass pass);

    /// <summary>Updates running statistics from the batch of the last <see cref="Forward"/> in training. Called if the step is taken.</summary>
    public virtual void Commit()
    {
    }

    /// <summary>Releases the layer's buffers.</summary>
    public virtual void Dispose()
    {
    }
}
