using EmbeddedML.Tests.Core.Model;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmbeddedML.Tests.Data.Chains;

public sealed class AppendTransformerTests
{
    // Microsoft.ML 5.0.0 saves TransformerChain/Transform_000/Transform_000/... for this, too.
    [Fact]
    public void A_chain_to_which_is_appended_as_a_transformer_stays_a_chain_within()
    {
        ITransformer start = new TransformerChain<ITransformer>(new StoredComponent("a", [], null), new StoredComponent("b", [], null));
        var last = new StoredComponent("c", [], null);
        TransformerChain<StoredComponent> chain = start.Append(last);

        Assert.Equal([start, last], chain);
        Assert.Same(last, chain.LastTransformer);
    }
}
