using System.Globalization;
using MLNetDeep.Reports.Html;

namespace MLNetDeep.Reports.Tests.Html;

public class HtmlBuilderTests
{
    [Fact]
    public void Holes_are_encoded_and_literals_are_not()
    {
        HtmlBuilder html = new();
        string name = "<script>alert('1 & \"2\"')</script>";
        html.Add($"<b title=\"{name}\">{null}{name}</b>");
        const string Encoded = "&lt;script&gt;alert(&#39;1 &amp; &quot;2&quot;&#39;)&lt;/script&gt;";
        Assert.Equal($"<b title=\"{Encoded}\">{Encoded}</b>", html.ToString());
    }

    [Fact]
    public void Numbers_do_not_depend_on_the_culture()
    {
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        commas.NumberFormat.NumberDecimalSeparator = ",";
        CultureInfo.CurrentCulture = commas;
        try
        {
            HtmlBuilder html = new();
            html.Add($"{1234.5:N1} {0.25} {3L}");
            html.AddMarkup("<hr>");
            Assert.Equal("1,234.5 0.25 3<hr>", html.ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }
}
