using TorchSharp;

namespace MLNetDeep.TorchSharp.Tests;

public class TorchDeviceTests
{
    // The settings of the process, which have no effect on the CPU. libtorch's defaults are false for products and true for convolutions.
    [Theory]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, true)]
    public void Tf32_is_set_for_products_and_for_convolutions(bool products, bool convolutions, bool isAllowed)
    {
        TorchLibrary.Load();
        (bool productsBefore, bool convolutionsBefore) = (torch.backends.cuda.matmul.allow_tf32, torch.backends.cudnn.allow_tf32);
        try
        {
            torch.backends.cuda.matmul.allow_tf32 = products;
            torch.backends.cudnn.allow_tf32 = convolutions;
            TorchDevice.SetTf32(isAllowed);
            Assert.Equal(isAllowed, torch.backends.cuda.matmul.allow_tf32);
            Assert.Equal(isAllowed, torch.backends.cudnn.allow_tf32);
        }
        finally
        {
            torch.backends.cuda.matmul.allow_tf32 = productsBefore;
            torch.backends.cudnn.allow_tf32 = convolutionsBefore;
        }
    }
}
