using TorchSharp;
using static TorchSharp.torch;

namespace MLNetDeep.TorchSharp;

/// <summary>Passes values on as they are, and lets a function change their gradient on the way back.</summary>
internal sealed class GradientHook : autograd.SingleTensorFunction<GradientHook>
{
    private const string Change = "change";

    /// <inheritdoc/>
    public override string Name => nameof(GradientHook);

    /// <summary>Returns the same values, of which libtorch passes the gradient to a function.</summary>
    /// <param name="values">The values.</param>
    /// <param name="change">Gets the gradient, and returns the one to go on with. It must not throw.</param>
    public static Tensor Attach(Tensor values, Func<Tensor, Tensor> change)
    {
        // TorchSharp keeps an empty tensor of the size of the values, which is not needed here: the scope disposes it.
        using DisposeScope scope = NewDisposeScope();
        return apply(values, change).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public override Tensor forward(autograd.AutogradContext ctx, params object[] vars)
    {
        ctx.set_materialize_grads(false);
        ctx.save_data(Change, vars[1]);
        return ((Tensor)vars[0]).detach();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(autograd.AutogradContext ctx, Tensor grad_output)
    {
        Func<Tensor, Tensor> change = (Func<Tensor, Tensor>)ctx.get_data(Change);
        return [change(grad_output), null!];
    }
}
