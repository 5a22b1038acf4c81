package org.opentws.conformance.blackbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Date;
import java.util.List;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.cms.ContentInfo;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.SignerInformationStore;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampToken;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.opentws.conformance.Requirement;
import org.opentws.conformance.Requirement.Kind;

/** Clients that others wrote: openssl ts, jarsigner, and a PDF signed with PDFBox. */
@Tag("blackbox")
class StampingClientsTest {
  private static final int PLACE_OCTETS = 20_000;
  private static final String PASSWORD = "for-this-test";

  private final RunningSystem system = RunningSystem.get();
  private final StampClient stamps = new StampClient(system.anonymous(), system.uri("tsa"));

  private final Path work;

  StampingClientsTest(@TempDir Path work) {
    this.work = work;
  }

  private Openssl.Verdict openssl(String... arguments) {
    return Openssl.run(work, arguments);
  }

  /** The answer to a query of openssl, as a file. */
  private void stamp(String hash) throws IOException {
    Files.writeString(work.resolve("data"), "stamped with " + hash);
    openssl("ts", "-query", "-data", "data", "-" + hash, "-cert", "-out", "query").expectOk();
    byte[] query = Files.readAllBytes(work.resolve("query"));
    Files.write(
        work.resolve("reply"),
        system
            .anonymous()
            .postUri(system.uri("tsa"), StampClient.QUERY, query)
            .expect(200)
            .octets());
  }

  private Openssl.Verdict verified(String... what) {
    List<String> command = new ArrayList<>(List.of("ts", "-verify", "-in", "reply"));
    command.addAll(List.of(what));
    command.addAll(
        List.of(
            "-CAfile", system.path("root.pem").toString(),
            "-untrusted", system.path("ca.pem").toString()));
    return openssl(command.toArray(new String[0]));
  }

  @Test
  @Requirement({"TS1.2", "TS3.2", "TS3.3", "TS3.4", "EIDAS-42.1.a", "EIDAS-42.1.c"})
  void opensslVerifiesTokensOverEachHash() throws Exception {
    for (String hash : List.of("sha256", "sha384", "sha512", "sha3-256", "sha3-384", "sha3-512")) {
      stamp(hash);
      assertTrue(verified("-data", "data").expectOk().text().contains("Verification: OK"));
      verified("-queryfile", "query").expectOk();
      String text = openssl("ts", "-reply", "-in", "reply", "-text").expectOk().text();
      assertTrue(text.contains("Policy OID: ") && text.contains("Accuracy: "), text);
    }
  }

  @Test
  @Requirement(
      value = {"TS1.2", "EIDAS-42.1.a"},
      kind = Kind.NEGATIVE)
  void opensslSeesBrokenHashesRefusedAndAlteredDataFail() throws Exception {
    for (String hash : List.of("sha1", "md5", "ripemd160")) {
      stamp(hash);
      String text = openssl("ts", "-reply", "-in", "reply", "-text").text();
      assertTrue(text.contains("Rejected") && text.contains("unrecognized or unsupported"), text);
    }
    stamp("sha256");
    Files.writeString(work.resolve("data"), "altered");
    assertTrue(verified("-data", "data").exit() != 0);
    stamp("sha256");
    byte[] reply = Files.readAllBytes(work.resolve("reply"));
    reply[reply.length - 5] ^= 1;
    Files.write(work.resolve("reply"), reply);
    assertTrue(verified("-data", "data").exit() != 0);
  }

  @Test
  @Requirement({"TS3.4", "TS4-t1"})
  void jarsignerStampsAJar() throws Exception {
    String bin = Path.of(System.getProperty("java.home"), "bin").toString();
    Files.writeString(work.resolve("file"), "in a jar");
    run(bin + "/jar", "--create", "--file", "a.jar", "file");
    run(
        bin + "/keytool",
        "-genkeypair",
        "-alias",
        "me",
        "-keyalg",
        "EC",
        "-dname",
        "CN=Me",
        "-keystore",
        "keys.p12",
        "-storepass",
        PASSWORD);
    run(
        bin + "/jarsigner",
        "-tsa",
        system.value("tsa"),
        "-keystore",
        "keys.p12",
        "-storepass",
        PASSWORD,
        "a.jar",
        "me");
    String said =
        run(bin + "/jarsigner", "-verify", "-verbose:all", "-certs", "a.jar").toLowerCase();
    assertTrue(said.contains("jar verified"), said);
    assertTrue(said.contains("timestamped by") && said.contains("time-stamping tsu-1"), said);
  }

  private String run(String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(work.toFile()).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), said);
    return said;
  }

  @Test
  @Requirement({"TS3.4", "TS4.4", "EIDAS-42.1.a"})
  void signatureOfAPdfIsStamped() throws Exception {
    KeyPair keys = Subscriber.ec("secp256r1");
    ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
    X500Name name = new X500Name("CN=Signer of the PDF");
    X509CertificateHolder certificate =
        new JcaX509v3CertificateBuilder(
                name,
                BigInteger.ONE,
                new Date(System.currentTimeMillis() - 60_000),
                new Date(System.currentTimeMillis() + 3_600_000),
                name,
                keys.getPublic())
            .build(signer);
    byte[] pdf = signedPdf(content -> stamped(content, signer, certificate));

    try (PDDocument document = Loader.loadPDF(pdf)) {
      PDSignature signature = document.getSignatureDictionaries().get(0);
      CMSSignedData cms =
          new CMSSignedData(
              new CMSProcessableByteArray(signature.getSignedContent(pdf)),
              // The place in the file is larger than what fills it.
              new ByteArrayInputStream(signature.getContents(pdf)));
      SignerInformation info = cms.getSignerInfos().iterator().next();
      assertTrue(info.verify(new JcaSimpleSignerInfoVerifierBuilder().build(certificate)));
      TimeStampToken token =
          new TimeStampToken(
              ContentInfo.getInstance(
                  info.getUnsignedAttributes()
                      .get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken)
                      .getAttributeValues()[0]));
      X509CertificateHolder unit =
          (X509CertificateHolder)
              token.getCertificates().getMatches(token.getSID()).iterator().next();
      token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(unit));
      assertArrayEquals(
          MessageDigest.getInstance("SHA-256").digest(info.getSignature()),
          token.getTimeStampInfo().getMessageImprintDigest());
      assertNotNull(token.getTimeStampInfo().getGenTime());
    }
  }

  /** What signs the octets of a PDF. */
  private interface PdfSigner {
    byte[] sign(byte[] content) throws Exception;
  }

  private static byte[] signedPdf(PdfSigner signer) throws Exception {
    ByteArrayOutputStream plain = new ByteArrayOutputStream();
    try (PDDocument document = new PDDocument()) {
      document.addPage(new PDPage());
      document.save(plain);
    }
    ByteArrayOutputStream signed = new ByteArrayOutputStream();
    try (PDDocument document = Loader.loadPDF(plain.toByteArray());
        var options =
            new org.apache.pdfbox.pdmodel.interactive.digitalsignature.SignatureOptions()) {
      PDSignature signature = new PDSignature();
      signature.setFilter(PDSignature.FILTER_ADOBE_PPKLITE);
      signature.setSubFilter(PDSignature.SUBFILTER_ADBE_PKCS7_DETACHED);
      signature.setSignDate(Calendar.getInstance(TimeZone.getTimeZone("UTC")));
      options.setPreferredSignatureSize(PLACE_OCTETS);
      document.addSignature(signature, content -> sign(signer, content), options);
      document.saveIncremental(signed);
    }
    return signed.toByteArray();
  }

  private static byte[] sign(PdfSigner signer, InputStream content) throws IOException {
    try {
      return signer.sign(content.readAllBytes());
    } catch (IOException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  private byte[] stamped(byte[] content, ContentSigner signer, X509CertificateHolder certificate)
      throws Exception {
    CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
    generator.addSignerInfoGenerator(
        new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
            .build(signer, certificate));
    generator.addCertificate(certificate);
    CMSSignedData cms = generator.generate(new CMSProcessableByteArray(content), false);
    SignerInformation info = cms.getSignerInfos().iterator().next();
    TimeStampRequestGenerator asking = new TimeStampRequestGenerator();
    asking.setCertReq(true);
    TimeStampToken token =
        stamps.granted(
            asking.generate(
                NISTObjectIdentifiers.id_sha256,
                MessageDigest.getInstance("SHA-256").digest(info.getSignature())));
    Attribute attribute =
        new Attribute(
            PKCSObjectIdentifiers.id_aa_signatureTimeStampToken,
            new DERSet(token.toCMSSignedData().toASN1Structure()));
    SignerInformation withToken =
        SignerInformation.replaceUnsignedAttributes(
            info, new AttributeTable(new DERSet(attribute)));
    return CMSSignedData.replaceSigners(cms, new SignerInformationStore(withToken)).getEncoded();
  }
}
